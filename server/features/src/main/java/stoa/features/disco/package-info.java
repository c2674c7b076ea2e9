/**
 * XEP-0030 Service Discovery 2.5.0 for the served domains and their accounts, from what the
 * installed features say of themselves, and XEP-0115 Entity Capabilities 1.6.0 in the stream
 * features, whose node is answered.
 *
 * <p>Services and rooms answer for themselves, and whoever keeps nodes for accounts for these.
 */
@NullMarked
package stoa.features.disco;

import org.jspecify.annotations.NullMarked;
