// How many deals there are and what they sum up to: a list on the wire, names in the browser.

/** @import { Totals as Told } from "./messages" */
/** @import { Totals } from "./shapes" */

/**
 * @param {Told} told
 * @returns {Totals}
 */
export const totalsOf = ([deals, sum, weighted]) => ({ deals, sum, weighted });

/**
 * The totals of another number of deals.
 * @param {Totals} totals
 * @param {number} deals
 * @returns {Totals}
 */
export const counted = (totals, deals) => ({ ...totals, deals });
