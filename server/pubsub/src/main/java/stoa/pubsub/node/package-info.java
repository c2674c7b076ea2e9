/** Nodes, their configuration and who may do what with them, XEP-0060 sections 4 and 16.4. Pure. */
@NullMarked
package stoa.pubsub.node;

import org.jspecify.annotations.NullMarked;
