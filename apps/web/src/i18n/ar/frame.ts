import type { Translation } from "../entry.ts";
import type { frame as english } from "../en/frame.ts";

export const frame: Translation<typeof english> = {
  room: "الغرفة {code}",
  connected: "متصل",
  notConnected: "غير متصل",
  theme: "الألوان",
  themeAuto: "مثل النظام",
  themeLight: "فاتح",
  themeDark: "داكن",
  themeProjector: "شاشة العرض",
  language: "اللغة",
  languageFailed: "لم تصل الكلمات. اختر اللغة مرة أخرى.",
  picturesDrawn: "الصور: أشكال مرسومة، وليست CIFAR. لم يمكن جلب الصور الحقيقية أو لم تُطلب.",
  picturesOf: "الصور: {source}.",
  loading: "جارٍ التحميل",
  loadingPage: "يجري تحميل الصفحة.",
  pageFailed: "لم تُحمَّل الصفحة",
  pageFailedFact: "لم يصل جزء من هذه الصفحة",
  pageFailedCure: "تحقق من الاتصال بالمنسّق ثم أعد التحميل.",
  reload: "إعادة التحميل",
  watchInstead: "المشاهدة فقط",
  details: "التفاصيل",
  copyDetails: "نسخ التفاصيل",
  copied: "تم النسخ",
  copyRefused: "النسخ غير مسموح هنا",
  offline: "لا يوجد اتصال بالمنسّق. قد يكون المعروض قديمًا، والصفحة تحاول من جديد تلقائيًا.",
  missing: "غير موجودة",
  missingTitle: "لا توجد صفحة على هذا العنوان",
  missingText:
    "يدرّب Spikefed شبكة واحدة من العصبونات النابضة في كثير من نوافذ المتصفح معًا. للمشاركة ابدأ من صفحة البداية.",
  start: "ابدأ",
};
