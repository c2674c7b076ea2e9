/**
 * XEP-0455 Service Outage Status 0.3.1: the server's disco#info says where to read what is wrong
 * when it cannot be reached. The file itself lies elsewhere, and its operator writes it.
 */
@NullMarked
package stoa.features.outage;

import org.jspecify.annotations.NullMarked;
