/**
 * Full-text search over the one archive (XEP-0431), on Lucene.
 *
 * <p>The index is derived: it follows the archive message by message on a thread of its own, knows
 * how far it has read, and is thrown away and built anew whenever it is not the index of this
 * archive. It keeps no text: what a search finds are archive ids, and the messages are then read
 * from the archive as every other page is.
 *
 * <p>One rule for all scripts: a text is folded ({@link stoa.search.TextFolding}) and cut into
 * short overlapping pieces with their places ({@link stoa.search.Grams}); a word is found wherever
 * its pieces follow one another. So nothing has to know where Thai, Chinese or a German compound
 * has its words.
 */
@NullMarked
package stoa.search;

import org.jspecify.annotations.NullMarked;
