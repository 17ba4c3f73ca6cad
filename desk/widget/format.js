/** Times, money and languages as people of the given locale write them. */

export const tagOf = (locale) => (locale === "zh" ? "zh-CN" : "en-GB");

/** The `lang` attribute of a message, or null where it is not one language. */
export const langOf = (language) => ({ zh: "zh-CN", en: "en" })[language] ?? null;

export function clockTime(moment, locale) {
  return new Intl.DateTimeFormat(tagOf(locale), { hour: "2-digit", minute: "2-digit", hour12: false }).format(moment);
}

/** Today, yesterday, or the date. */
export function dayName(moment, locale, now = new Date()) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round((midnight(now) - midnight(moment)) / 86400000);
  if (days === 0 || days === 1) {
    const name = new Intl.RelativeTimeFormat(tagOf(locale), { numeric: "auto" }).format(-days, "day");
    return name.charAt(0).toUpperCase() + name.slice(1);
  }
  const year = moment.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return new Intl.DateTimeFormat(tagOf(locale), { weekday: "short", day: "numeric", month: "long", ...year }).format(moment);
}

export const dayKey = (moment) => `${moment.getFullYear()}-${moment.getMonth()}-${moment.getDate()}`;

/** ¥199 or ¥199.50: pennies only where there are some. */
export function money(amount, currency, locale) {
  const value = Number(amount);
  if (!Number.isFinite(value)) return `${amount} ${currency}`;
  const digits = Number.isInteger(value) ? 0 : 2;
  try {
    return new Intl.NumberFormat(tagOf(locale), { style: "currency", currency, currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  } catch {
    return `${amount} ${currency}`; // not an ISO currency code
  }
}

export const codePoints = (text) => [...text].length;
