import type { Translation } from "../entry.ts";
import type { access as english } from "../en/access.ts";

export const access: Translation<typeof english> = {
  openInstead: "يتطلب الوصول إلى معالج الرسوم اتصال https. افتح هذا العنوان بدلا من ذلك: {address}",
  askHost: "للمشرف: شغّل المنسق مع ‎--https‎. يصبح العنوان {address}",
  copyAddress: "نسخ عنوان https",
  copyForHost: "نسخ للمشرف",
  warned: "هل حذرك المتصفح من هذا العنوان؟",
  certificate: "الشهادة، SHA-256:‏ {fingerprint}",
};
