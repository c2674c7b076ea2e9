/**
 * XEP-0215 External Service Discovery 1.0.1: the STUN and TURN servers that calls need, with
 * credentials that end by themselves.
 */
@NullMarked
package stoa.features.extdisco;

import org.jspecify.annotations.NullMarked;
