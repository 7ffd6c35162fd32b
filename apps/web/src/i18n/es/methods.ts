import type { Translation } from "../entry.ts";
import type { methods as english } from "../en/methods.ts";

export const methods: Translation<typeof english> = {
  presetSteps: {
    one: "{count} paso de tiempo",
    many: "{count} de pasos de tiempo",
    other: "{count} pasos de tiempo",
  },
  s4: "s4: tres capas",
  s4Help:
    "La más pequeña; {steps}. Para móviles, procesadores y un primer intento de un minuto por ronda o menos.",
  s5: "s5: cinco capas",
  s5Help: "Pequeña; {steps}. Para portátiles y una clase: la elección normal.",
  vgg9: "vgg9: la red del artículo",
  vgg9Help:
    "Grande; {steps}, codificación de Poisson. Para chips gráficos con paciencia: minutos por ronda.",
  vgg9Direct: "vgg9-direct: la red grande, corta",
  vgg9DirectHelp:
    "Grande; {steps}, codificación directa. Para chips gráficos: unas cinco veces más rápida que vgg9.",
  s5Baseline: "s5-baseline: corriente y pequeña",
  s5BaselineHelp:
    "Sin impulsos: una red pequeña del tipo con que compara el código del artículo. Para cualquier dispositivo.",
  vgg9Baseline: "vgg9-baseline: la comparación del artículo",
  vgg9BaselineHelp:
    "Sin impulsos: la red corriente del código del artículo. Cada dispositivo recibe y envía 91\u00a0MB por ronda.",
  fedavgHelp:
    "La media de las copias, ponderada por las imágenes que hay detrás. La elección normal.",
  fedproxHelp: "La media, y al entrenar un dispositivo se mantiene cerca del modelo de la ronda.",
  fedavgmHelp: "La media con inercia: parte del último paso pasa al siguiente.",
  fedadamHelp: "El cambio medio es un gradiente, con el que el coordinador da un paso de Adam.",
  fedyogiHelp: "Como FedAdam, con una longitud de paso que cambia con más cuidado.",
  fedadagradHelp: "Como FedAdam, con pasos que solo se acortan.",
  fedmedianHelp:
    "El centro de las copias, número a número, para que unas pocas locas no hagan daño.",
  fedtrimmedavgHelp: "La media sin el quinto mayor ni el menor, número a número.",
  krumHelp: "La única copia más cercana a las demás; un dispositivo puede enviar disparates.",
  multikrumHelp:
    "La media de las copias más cercanas entre sí; un dispositivo puede enviar disparates.",
  bulyanHelp:
    "La elección de Krum una y otra vez, y luego una media recortada; un dispositivo puede enviar disparates.",
  needsUpdates: "Necesita {least} actualizaciones por ronda.",
  surrogate: "Gradiente sustituto",
  surrogateHelp:
    "Hacia atrás por todos los pasos de tiempo, con un sustituto para la pendiente de un impulso. La elección normal.",
  proxy: "Por representante",
  proxyHelp:
    "La pendiente viene del gemelo corriente con los mismos pesos: un camino de vuelta en vez de uno por paso de tiempo. No en chips gráficos.",
  tandem: "En tándem",
  tandemHelp:
    "Cada capa imita por sí sola a su gemelo corriente, que el dispositivo entrena primero; necesita poca memoria. No en chips gráficos.",
  crossEntropy: "Respuestas correctas",
  crossEntropyHelp:
    "Entropía cruzada: un dispositivo aprende las etiquetas de sus imágenes. La elección normal.",
  fedlec: "FedLEC",
  fedlecHelp:
    "Para partes en que faltan clases: lo que un dispositivo no tiene, lo conserva como el modelo de la ronda.",
  distillation: "Imitación",
  distillationHelp:
    "Una décima parte de la pérdida es responder como el modelo de la ronda, para que los dispositivos se desvíen menos.",
  annTeacher: "Imitación del gemelo",
  annTeacherHelp:
    "Una décima parte de la pérdida es responder como una red corriente, que el dispositivo entrena primero.",
  float32: "Exacto",
  float32Help: "Cada cambio tal como se calculó, 4 bytes cada uno. La elección normal.",
  float16: "Media precisión",
  float16Help: "2 bytes por cambio: la mitad que enviar, tres cifras de cada número.",
  int8: "Un byte",
  int8Help: "1 byte por cambio: un cuarto que enviar, redondeado al azar hacia arriba o abajo.",
  topK: "Solo los mayores",
  topKHelp:
    "Una décima parte de los cambios, un quinto que enviar. El dispositivo guarda el resto para su próxima ronda.",
  iid: "Iguales (IID)",
  iidHelp: "Cada dispositivo recibe la misma mezcla de clases. La elección normal.",
  fedsnn: "Como en el artículo (FedSNN)",
  fedsnnHelp:
    "Cada clase se divide en partes desiguales; quien tiene bastantes imágenes no recibe más.",
  dirichlet: "Desiguales (Dirichlet)",
  dirichletHelp: "Cada dispositivo recibe más de algunas clases; alfa dice cuán desigual es.",
  pathological: "Unas pocas clases cada uno (patológico)",
  pathologicalHelp: "Cada dispositivo conoce solo tantas clases y nunca ve las demás.",
  shard: "Ordenadas y cortadas (shard)",
  shardHelp:
    "Imágenes ordenadas por clase y cortadas en trozos, como en el primer artículo sobre FedAvg.",
  snn: "De impulsos",
  snnHelp: "Neuronas que envían impulsos a lo largo del tiempo. La elección normal.",
  ann: "Gemelo corriente",
  annHelp:
    "Las mismas capas sin impulsos, para comparar; los pasos de tiempo y la codificación no tienen sentido. La única opción para una red sin impulsos.",
  codingUsual: "Como la tenga la red",
  codingUsualHelp: "Poisson para vgg9, directa para las demás. La elección normal.",
  direct: "Directa",
  directHelp: "La misma imagen en cada paso de tiempo.",
  poisson: "Poisson",
  poissonHelp: "Impulsos al azar, más donde la imagen es clara u oscura. Como en el artículo.",
  normShared: "Promediadas con el resto",
  normSharedHelp: "Iguales para todos los dispositivos. La elección normal.",
  normOwn: "Cada dispositivo las suyas",
  normOwnHelp:
    "Para datos desiguales, como hace FedBN. Una página recargada empieza con el promedio.",
  uniform: "Todos iguales",
  uniformHelp: "Cada dispositivo tiene la misma probabilidad. La elección normal.",
  bySamples: "Según sus imágenes",
  bySamplesHelp:
    "Doble de imágenes, doble de probabilidad. Elige con esto una estrategia que cuente igual a los dispositivos, o las partes grandes contarán dos veces.",
  leastRecently: "Quien más ha esperado",
  leastRecentlyHelp: "Todos tienen un turno antes de que alguien tenga el segundo.",
  network: "Red",
  howDealt: "Cómo se reparten las imágenes",
  kindOfNetwork: "Tipo de red",
  strategy: "Estrategia",
  invited: "A quién se invita, si no es a todos",
  localGoal: "Meta local",
  learningRule: "Regla de aprendizaje",
  normLayers: "Capas de normalización",
  coding: "Codificación",
  updates: "Actualizaciones",
};
