/** Rooms whose password was tried: what asks for it is out of sight while the room says whether it fits. */
export const tried = new Set<string>();
