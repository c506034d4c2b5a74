/**
The server of labs that are rehearsed, as their definition names it.
*/
export const rehearsalServer = 'rehearsal';
