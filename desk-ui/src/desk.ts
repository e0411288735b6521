/** Every page of the desk: live changes, and the chart of an incident. All of it reads without this script too. */
import { followSteps } from "./chart";
import { goLive } from "./live";

followSteps();
goLive();
