/**
What does not happen: a place that is never gone.
*/
export const never: Promise<void> = Promise.withResolvers<void>().promise;
