/** Of "This device". `lang`: of the words, where they come from hardware or another package. */
export type DeviceRow = [term: string, words: string, lang?: "en"];
