import type { Translation } from "../entry.ts";
import type { tab as english } from "../en/tab.ts";

export const tab: Translation<typeof english> = {
  rested: "أراح متصفحك هذه الصفحة. لقد عدت، في الجولة {round}.",
  restedLobby: "أراح متصفحك هذه الصفحة. لقد عدت.",
  restarting: "أعيد تشغيل شريحة الرسوميات. نتابع العمل.",
  pausedByBattery: "توقف مؤقت: البطارية دون 20\u00a0%. يتابع من نفسه حين يوصل الجهاز بالكهرباء.",
  titleTraining: "{percent} - الجولة {round}",
  pace: "السرعة",
  full: "كاملة",
  normal: "عادية",
  gentle: "هادئة",
  onBattery: "على البطارية: يعمل بهدوء.",
  fullAnyway: "كاملة رغم ذلك",
  easingPressure: "يخفّف العمل: جهازك ساخن أو مشغول.",
  easingBatches: "يخفّف العمل: تستغرق الدفعات ضعف وقتها المعتاد.",
  keepScreenOn: "أبقِ الشاشة مضاءة",
  screenOn: "تبقى الشاشة مضاءة أثناء التدريب.",
  screenRefused: "قد يطفئ جهازك الشاشة.",
  elsewhere: "يتدرّب بالفعل في علامة تبويب أخرى",
  elsewhereText:
    "يتدرّب هذا الجهاز بالفعل في الغرفة {code} باسم {name}. تتقاسم علامتا تبويب جهازًا واحدًا، فتبطئان كلتاهما.",
  moveHere: "انقله إلى هنا",
  joinToo: "درّب هنا أيضًا",
  moved: "انتقل التدريب إلى علامة تبويب أخرى",
  movedText: "توقفت علامة التبويب هذه؛ لم يضع شيء. يمكنك إغلاقها.",
  moving: "نسأل علامة التبويب الأخرى.",
  moveFailed: "لم تجب علامة التبويب الأخرى. شارك من هنا؛ يُخلى مكانها بعد دقيقتين.",
  seeReport: "انظر التقرير (علامة تبويب جديدة)",
  wave: "لوّح",
  waveHelp: "يومض اسمك على الجدار.",
};
