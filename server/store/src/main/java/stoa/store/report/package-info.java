/** What people report to their administrators while they block, XEP-0377. */
@NullMarked
package stoa.store.report;

import org.jspecify.annotations.NullMarked;
