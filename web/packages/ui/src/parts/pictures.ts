import { getContext, setContext } from 'svelte';

/** The picture of somebody, as an address an image shows; undefined while there is none. */
export type PictureOf = (address: string) => string | undefined;

const KEY = Symbol('pictures');

/** For whoever owns the window: every avatar in it asks here. */
export const providePictures = (of: PictureOf): void => void setContext(KEY, of);

export const picturesHere = (): PictureOf => getContext<PictureOf | undefined>(KEY) ?? (() => undefined);
