import { initAll } from "./govuk-frontend.min.js";
import { startAutosaves } from "./autosave.js";
import { startClocks } from "./clock.js";
import { guardLeaving } from "./leaving.js";
import { startPasskeys } from "./passkeys.js";
import { startPolls } from "./polling.js";
import { followRegions } from "./regions.js";
import { startSearches } from "./search.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
followRegions(document);
startSearches(document);
startPolls(document);
startClocks(document);
startAutosaves(document);
startPasskeys(document);
guardLeaving(document);
