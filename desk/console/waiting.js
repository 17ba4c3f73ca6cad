/** Waiting times that tick. */

const SLOW = 120;
const LATE = 300;

/** m:ss below an hour, then h:mm:ss. */
export function duration(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const [hours, minutes, rest] = [parts[0], String(parts[1]), String(parts[2]).padStart(2, "0")];
  return hours > 0 ? `${hours}:${minutes.padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Write the time since each `data-since` into its node; long ones change colour. */
export function tick(root, now = Date.now()) {
  for (const node of root.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, (now - Date.parse(node.dataset.since)) / 1000);
    const text = duration(seconds);
    if (node.textContent !== text) node.textContent = text;
    node.dataset.level = seconds > LATE ? "late" : seconds > SLOW ? "slow" : "calm";
  }
}
