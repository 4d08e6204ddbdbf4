/** The host as a process: started, stopped, looked at; and the demo. */
@NullMarked
package dev.polar.cli.up;

import org.jspecify.annotations.NullMarked;
