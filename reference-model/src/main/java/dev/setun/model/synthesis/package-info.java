/// Models of published shapes with random weights, so that everything can be run at real size
/// without the weights of anybody.
@NullMarked
package dev.setun.model.synthesis;

import org.jspecify.annotations.NullMarked;
