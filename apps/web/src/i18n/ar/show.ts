import type { Translation } from "../entry.ts";
import type { show as english } from "../en/show.ts";

export const show: Translation<typeof english> = {
  projector: "شاشة العرض",
  connecting: "جارٍ الاتصال بالغرفة",
  noRoom: "لا غرفة للعرض",
  joinAndHelp: "ادخل وساعد في تدريب الشبكة",
  roomCode: "رمز الغرفة {code}",
  here: {
    zero: "لا أحد هنا",
    one: "واحد هنا",
    two: "اثنان هنا",
    few: "{count} هنا",
    many: "{count} هنا",
    other: "{count} هنا",
  },
  whoIsHere: "من هنا",
};
