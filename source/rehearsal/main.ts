/*
What the rest of the wizard takes of the rehearsal lab; the beginning of a bundle of its own.
*/
export {forget, openHome} from './home.js';
