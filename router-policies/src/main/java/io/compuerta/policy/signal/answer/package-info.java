/** What the beginning of a model's answer tells of the answer: whether the model refuses, evades or repeats itself. */
@NullMarked
package io.compuerta.policy.signal.answer;

import org.jspecify.annotations.NullMarked;
