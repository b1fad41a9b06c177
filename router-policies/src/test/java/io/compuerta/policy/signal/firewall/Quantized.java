package io.compuerta.policy.signal.firewall;

import java.util.Arrays;

/** Weights in eight bits. The largest few are cut, which costs less than coarse steps for all the others. */
record Quantized(byte[] values, float scale) {

    static Quantized of(float[] weights) {
        float[] sizes = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            sizes[i] = Math.abs(weights[i]);
        }
        Arrays.sort(sizes);
        float largest = Math.max(sizes[(int) (sizes.length * 0.9998)], 1e-6f);
        byte[] values = new byte[weights.length];
        for (int i = 0; i < weights.length; i++) {
            values[i] = (byte) Math.clamp(Math.round(weights[i] / largest * 127), -127, 127);
        }
        return new Quantized(values, largest / 127);
    }
}
