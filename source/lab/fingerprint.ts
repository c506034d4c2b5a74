import {createHash} from 'node:crypto';

/**
A short name for a text: the first 16 hex digits of its SHA-256. Another text has another one.
*/
export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
