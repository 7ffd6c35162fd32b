import type { Translation } from "../entry.ts";
import type { methods as english } from "../en/methods.ts";

export const methods: Translation<typeof english> = {
  presetSteps: {
    one: "{count} pas de temps",
    many: "{count} de pas de temps",
    other: "{count} pas de temps",
  },
  s4: "s4 : trois couches",
  s4Help:
    "Le plus petit ; {steps}. Pour téléphones, processeurs et un premier essai d'une minute par tour ou moins.",
  s5: "s5 : cinq couches",
  s5Help: "Petit ; {steps}. Pour portables et une classe : le choix habituel.",
  vgg9: "vgg9 : le réseau de l'article",
  vgg9Help:
    "Grand ; {steps}, codage de Poisson. Pour puces graphiques et patience : des minutes par tour.",
  vgg9Direct: "vgg9-direct : le grand réseau, court",
  vgg9DirectHelp:
    "Grand ; {steps}, codage direct. Pour puces graphiques : environ cinq fois plus rapide que vgg9.",
  s5Baseline: "s5-baseline : ordinaire et petit",
  s5BaselineHelp:
    "Sans impulsions : un petit réseau du genre de celui auquel le code de l'article compare. Pour tout appareil.",
  vgg9Baseline: "vgg9-baseline : la comparaison de l'article",
  vgg9BaselineHelp:
    "Sans impulsions : le réseau ordinaire du code de l'article. Chaque appareil reçoit et envoie 91\u00a0Mo par tour.",
  fedavgHelp: "La moyenne des copies, pondérée par les images derrière chacune. Le choix habituel.",
  fedproxHelp: "La moyenne, et pendant l'entraînement un appareil est tenu près du modèle du tour.",
  fedavgmHelp: "La moyenne avec inertie : une part du dernier pas passe dans le suivant.",
  fedadamHelp:
    "Le changement moyen est un gradient, avec lequel le coordinateur fait un pas d'Adam.",
  fedyogiHelp: "Comme FedAdam, avec une longueur de pas qui change plus prudemment.",
  fedadagradHelp: "Comme FedAdam, avec des pas qui ne font que raccourcir.",
  fedmedianHelp: "Le milieu des copies, nombre par nombre : quelques copies folles ne nuisent pas.",
  fedtrimmedavgHelp: "La moyenne sans le plus grand ni le plus petit cinquième, nombre par nombre.",
  krumHelp: "La seule copie la plus proche des autres ; un appareil peut envoyer n'importe quoi.",
  multikrumHelp:
    "La moyenne des copies les plus proches entre elles ; un appareil peut envoyer n'importe quoi.",
  bulyanHelp:
    "Le choix de Krum encore et encore, puis une moyenne tronquée ; un appareil peut envoyer n'importe quoi.",
  needsUpdates: "Demande {least} mises à jour par tour.",
  surrogate: "Gradient de substitution",
  surrogateHelp:
    "En arrière à travers tous les pas de temps, avec un remplaçant pour la pente d'une impulsion. Le choix habituel.",
  proxy: "Par procuration",
  proxyHelp:
    "La pente vient du jumeau ordinaire aux mêmes poids : un seul retour au lieu d'un par pas de temps. Pas sur puce graphique.",
  tandem: "En tandem",
  tandemHelp:
    "Chaque couche imite seule son jumeau ordinaire, que l'appareil entraîne d'abord ; demande peu de mémoire. Pas sur puce graphique.",
  crossEntropy: "Bonnes réponses",
  crossEntropyHelp:
    "Entropie croisée : un appareil apprend les étiquettes de ses images. Le choix habituel.",
  fedlec: "FedLEC",
  fedlecHelp:
    "Pour des parts où manquent des classes : ce qu'un appareil n'a pas, il le garde comme le modèle du tour.",
  distillation: "Imitation",
  distillationHelp:
    "Un dixième de la perte est de répondre comme le modèle du tour, pour que les appareils s'écartent moins.",
  annTeacher: "Imitation du jumeau",
  annTeacherHelp:
    "Un dixième de la perte est de répondre comme un réseau ordinaire, que l'appareil entraîne d'abord.",
  float32: "Exact",
  float32Help: "Chaque changement tel que calculé, 4 octets chacun. Le choix habituel.",
  float16: "Demi-précision",
  float16Help: "2 octets par changement : moitié moins à envoyer, trois chiffres de chaque nombre.",
  int8: "Un octet",
  int8Help:
    "1 octet par changement : un quart à envoyer, arrondi au hasard vers le haut ou le bas.",
  topK: "Les plus grands seulement",
  topKHelp:
    "Un dixième des changements, un cinquième à envoyer. L'appareil garde le reste pour son prochain tour.",
  iid: "Semblables (IID)",
  iidHelp: "Chaque appareil reçoit le même mélange de classes. Le choix habituel.",
  fedsnn: "Comme dans l'article (FedSNN)",
  fedsnnHelp: "Chaque classe est partagée inégalement ; qui a assez d'images n'en reçoit plus.",
  dirichlet: "Inégales (Dirichlet)",
  dirichletHelp:
    "Chaque appareil reçoit plus de certaines classes ; alpha dit combien c'est inégal.",
  pathological: "Quelques classes chacun (pathologique)",
  pathologicalHelp: "Chaque appareil ne connaît qu'autant de classes et ne voit jamais les autres.",
  shard: "Triées et coupées (shard)",
  shardHelp:
    "Images triées par classe et coupées en morceaux, comme dans le premier article sur FedAvg.",
  snn: "À impulsions",
  snnHelp: "Des neurones qui envoient des impulsions dans le temps. Le choix habituel.",
  ann: "Jumeau ordinaire",
  annHelp:
    "Les mêmes couches sans impulsions, pour comparer ; pas de temps et codage n'ont pas de sens. Le seul choix pour un réseau sans impulsions.",
  codingUsual: "Comme le réseau l'a",
  codingUsualHelp: "Poisson pour vgg9, direct pour les autres. Le choix habituel.",
  direct: "Direct",
  directHelp: "La même image à chaque pas de temps.",
  poisson: "Poisson",
  poissonHelp:
    "Des impulsions au hasard, plus nombreuses où l'image est claire ou sombre. Comme dans l'article.",
  normShared: "Moyennées avec le reste",
  normSharedHelp: "Les mêmes pour tous les appareils. Le choix habituel.",
  normOwn: "Chaque appareil les siennes",
  normOwnHelp:
    "Pour des données inégales, comme FedBN. Une page rechargée commence par la moyenne.",
  uniform: "Tous pareils",
  uniformHelp: "Chaque appareil a la même chance. Le choix habituel.",
  bySamples: "Selon leurs images",
  bySamplesHelp:
    "Deux fois plus d'images, deux fois plus de chance. Choisis avec cela une stratégie qui compte les appareils également, sinon les grandes parts comptent double.",
  leastRecently: "Qui a attendu le plus",
  leastRecentlyHelp: "Chacun a son tour avant que quelqu'un en ait un second.",
  network: "Réseau",
  howDealt: "Comment les images sont distribuées",
  kindOfNetwork: "Genre de réseau",
  strategy: "Stratégie",
  invited: "Qui est invité, si ce n'est pas tout le monde",
  localGoal: "But local",
  learningRule: "Règle d'apprentissage",
  normLayers: "Couches de normalisation",
  coding: "Codage",
  updates: "Mises à jour",
};
