/** A text of more characters than this is offered as a file (E30). */
export const LONG_PASTE = 10_000;

/** What is in the clipboard that is no ordinary text: files, or a text too long for a line. */
export function pastedFrom(data: DataTransfer | null): { files: File[] } | { text: string } | undefined {
  if (!data) return undefined;
  const text = data.getData('text/plain');
  const files = [...data.files];
  // Offices put a picture of the text beside the text.
  if (files.length > 0 && text === '') return { files };
  return Array.from(text).length > LONG_PASTE ? { text } : undefined;
}

/** Whether something that is dragged holds files. */
export const bringsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;

/** The files that were dropped, and the names of folders among them, which a browser does not send. */
export function droppedFrom(data: DataTransfer): { files: File[]; folders: string[] } {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of data.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (file) files.push(file);
  }
  return { files, folders };
}
