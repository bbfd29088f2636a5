export { timelinePage, type Subject } from './page';
