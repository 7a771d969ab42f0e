const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a word is an id of ours; else it is a name. */
export const isUuid = (word: string): boolean => UUID.test(word);
