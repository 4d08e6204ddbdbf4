/** What is measured from inside the log, because only it knows an intent from an outcome: {@link dev.polar.host.audit.TimedJournal}. */
@NullMarked
package dev.polar.host.audit;

import org.jspecify.annotations.NullMarked;
