/**
 * Text that people and terminals are shown. {@link dev.polar.trust.text.HiddenCharacter} finds what a reader would not
 * see, {@link dev.polar.trust.text.VisibleCharacter} says what they see for sure, {@link
 * dev.polar.trust.text.CleanText} takes terminal controls out of untrusted text, {@link
 * dev.polar.trust.text.Escapes} writes them out, {@link dev.polar.trust.text.Nearest} guesses what a misspelt word was meant to be, and
 * {@link dev.polar.trust.text.LookAlike} which name another one may be taken for; {@link dev.polar.trust.text.LineDiff}
 * shows how a text became another.
 */
@NullMarked
package dev.polar.trust.text;

import org.jspecify.annotations.NullMarked;
