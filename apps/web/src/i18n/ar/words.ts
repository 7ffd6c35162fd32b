// Arabic, all areas.

import { wordsOf } from "../translations.ts";
import { access } from "./access.ts";
import { desk } from "./desk.ts";
import { details } from "./details.ts";
import { device } from "./device.ts";
import { explain } from "./explain.ts";
import { frame } from "./frame.ts";
import { host } from "./host.ts";
import { join } from "./join.ts";
import { lesson } from "./lesson.ts";
import { methods } from "./methods.ts";
import { picture } from "./picture.ts";
import { problems } from "./problems.ts";
import { room } from "./room.ts";
import { settings } from "./settings.ts";
import { show } from "./show.ts";
import { status } from "./status.ts";
import { tab } from "./tab.ts";
import { trust } from "./trust.ts";
import { units } from "./units.ts";
import { volunteer } from "./volunteer.ts";

export default wordsOf({
  access,
  desk,
  details,
  device,
  explain,
  frame,
  host,
  join,
  lesson,
  methods,
  picture,
  problems,
  room,
  settings,
  show,
  status,
  tab,
  trust,
  units,
  volunteer,
});
