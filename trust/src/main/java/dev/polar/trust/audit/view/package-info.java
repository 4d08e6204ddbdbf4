/**
 * Records in the forms that other tools read. A view proves nothing by itself: each line carries the log, the index of
 * its record and the record's leaf hash, which is what an export or a bundle proves.
 *
 * <p>{@link dev.polar.trust.audit.view.ViewFormat} names the forms, {@link dev.polar.trust.audit.view.View} writes one
 * record in one of them, and {@link dev.polar.trust.audit.view.ViewExport} a file of them. What a record says was said by
 * strangers, so every form escapes whatever its readers, a spreadsheet or a terminal would obey.
 */
@NullMarked
package dev.polar.trust.audit.view;

import org.jspecify.annotations.NullMarked;
