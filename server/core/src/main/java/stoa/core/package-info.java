/**
 * What every domain stands on and none of them owns: the entity runtime, the journal, the router,
 * connected resources and the hooks by which features meet. Knows no feature, no SQL and no socket.
 */
@NullMarked
package stoa.core;

import org.jspecify.annotations.NullMarked;
