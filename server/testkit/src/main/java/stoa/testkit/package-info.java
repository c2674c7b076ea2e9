/** What the servers' tests stand on: stories, a server in memory, a manual clock. */
@NullMarked
package stoa.testkit;

import org.jspecify.annotations.NullMarked;
