/**
 * XEP-0357 Push Notifications 0.4.1: tells the push services that an account has enabled of what
 * none of its clients has shown anybody yet. Who is told of what is {@link
 * stoa.features.push.WhoIsTold}, which knows nothing of how they are told. Joins the account's IQ
 * requests and answers, {@code MessageRoute.DELIVERED}, {@code PresenceRoute.ASKED} and {@code
 * SessionLife}.
 */
@NullMarked
package stoa.features.push;

import org.jspecify.annotations.NullMarked;
