/**
 * XEP-0050 Ad-Hoc Commands 1.3.0 at the served domains and at accounts: lists, describes and runs
 * what features have offered by {@code hooks.command}. Hooks: IQ requests, nodes of fixed names,
 * the end of sessions.
 */
@NullMarked
package stoa.features.commands;

import org.jspecify.annotations.NullMarked;
