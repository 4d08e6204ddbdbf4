/**
 * Answers in a chat without a model. {@link dev.polar.plugins.responder.ResponderPlugin} binds the tool
 * {@code respond}; {@code Responder} reads a message as a command or echoes it; {@code CallCommand} reaches other
 * plugins' tools through the host's gate.
 */
package dev.polar.plugins.responder;
