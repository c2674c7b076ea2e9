/** Plays over real HTTP requests. */
@org.jspecify.annotations.NullMarked
package stoa.net.bosh;
