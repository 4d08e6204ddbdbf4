/** What may be called: rules, and the operator's word on single calls. */
@NullMarked
package dev.polar.cli.policy;

import org.jspecify.annotations.NullMarked;
