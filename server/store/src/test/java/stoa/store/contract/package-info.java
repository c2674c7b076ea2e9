/** What every store must do, whatever it is made of; each adapter's module runs these suites. */
@NullMarked
package stoa.store.contract;

import org.jspecify.annotations.NullMarked;
