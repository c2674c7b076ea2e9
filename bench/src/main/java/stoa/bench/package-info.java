/**
 * The load generator behind {@code ./stoa bench}: starts each server with a configuration of its
 * own, drives it over loopback\n * and prints what each unit of work costs the server. It is a
 * client like any other and shares no code with the server.
 */
@NullMarked
package stoa.bench;

import org.jspecify.annotations.NullMarked;
