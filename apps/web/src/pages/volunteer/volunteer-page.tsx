// The volunteer's page. Training runs in a worker; here its snapshots are drawn.

import type { ComponentChildren } from "preact";
import { t } from "../../i18n/en/tab.ts";
import { t as tVolunteer } from "../../i18n/en/volunteer.ts";
import { Frame } from "../../ui/frame.tsx";
import { OtherTab } from "../../ui/other-tab.tsx";
import { useTitle } from "../../ui/use-title.ts";
import type { TrainingLink } from "../../worker/training-link.ts";
import { Preparing } from "./preparing.tsx";
import type { TabLife } from "./tab-life.ts";
import { useTraining } from "./use-training.ts";
import { Volunteering } from "./volunteering.tsx";
import "./volunteer.css";

export interface VolunteerPageProps {
  code: string;
  name: string;
}

export default function VolunteerPage({ code, name }: VolunteerPageProps) {
  const training = useTraining(code, name);
  switch (training.state) {
    case "starting":
      return <Preparing code={code} name={name} text={tVolunteer("starting")} failure={null} />;
    case "elsewhere":
      return (
        <Aside code={code}>
          <h1 class="visually-hidden">{t("elsewhere")}</h1>
          <OtherTab
            code={code}
            name={training.name}
            onMove={training.move}
            onJoin={training.joinToo}
          />
        </Aside>
      );
    case "moved":
      return <Moved code={code} />;
    case "live":
      return <Live link={training.link} life={training.life} code={code} name={name} />;
  }
}

function Moved({ code }: { code: string }) {
  useTitle(`${t("moved")} - spikefed`);
  return (
    <Aside code={code}>
      <h1>{t("moved")}</h1>
      <p role="status">{t("movedText")}</p>
    </Aside>
  );
}

/** A page in the place of the training. */
function Aside({ code, children }: { code: string; children: ComponentChildren }) {
  return (
    <Frame code={code} online={null} data={null}>
      <main class="column stack">{children}</main>
    </Frame>
  );
}

interface LiveProps extends VolunteerPageProps {
  link: TrainingLink;
  life: TabLife;
}

function Live({ link, life, code, name }: LiveProps) {
  const snapshot = link.snapshot.value;
  const failure = link.failure.value;
  if (snapshot === null || failure !== null) {
    return <Preparing code={code} name={name} text={link.preparing.value} failure={failure} />;
  }
  return <Volunteering link={link} life={life} snapshot={snapshot} code={code} name={name} />;
}
