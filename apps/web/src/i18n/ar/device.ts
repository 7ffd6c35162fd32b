import type { Translation } from "../entry.ts";
import type { device as english } from "../en/device.ts";

export const device: Translation<typeof english> = {
  checking: "هذا الجهاز: جارٍ الفحص.",
  ready: "هذا الجهاز: جاهز. WebGPU، {adapter}.",
  slow: "هذا الجهاز: جاهز لكنه بطيء. رسوم برمجية، {adapter}.",
  slowAdvice: "المتصفح يرسم هنا بالمعالج. ومع ذلك يُحسب عمله: الأجهزة البطيئة تساعد أيضًا.",
  insecure: "هذا الجهاز: لا وصول إلى شريحة الرسوم من دون https.",
  insecureAdvice:
    "يتدرّب على المعالج، وهو أبطأ. للسرعة الكاملة اطلب من المضيف رابط https أو استخدم localhost.",
  noWebgpu: "هذا الجهاز: بلا WebGPU. يتدرّب على المعالج، وهو أبطأ.",
  noAdapter: "هذا الجهاز: لا شريحة رسوم يمكن استخدامها. يتدرّب على المعالج، وهو أبطأ.",
  missingAdvice: "ليس في هذا المتصفح WebGPU، وقد يكون في إصدار حديث من Chrome أو Edge أو Safari.",
  noAdapterAdvice: "في هذا المتصفح WebGPU لكنه لم يجد شريحة رسوم يُسمح له باستخدامها.",
  chromeLinuxAdvice:
    "لم يشغّل Chrome خاصية WebGPU على هذا الحاسوب. افتح chrome://flags وشغّل «Unsafe WebGPU Support» ثم أعد تشغيل Chrome، أو درّب كما هو.",
  otherBrowserAdvice:
    "ليس في هذا المتصفح WebGPU بعد. يُفترض أن يكون في Chrome أو Edge على هذا الجهاز.",
  iosAdvice: "يحتاج WebGPU إلى iOS 26 أو أحدث.",
  plainJavaScript: "JavaScript البسيطة",
  engine: "محرك خاص",
  kernels: "نوى خاصة",
  reference: "مرجع tfjs",
  modeOn: "{mode} على {backend}",
  kindGpu: "شريحة رسوم",
  kindSoftware: "رسوم برمجية",
  kindCpu: "معالج",
};
