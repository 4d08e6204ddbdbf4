package dev.polar.adminapi;

import java.util.List;

/**
 * A backup that was restored, or would be.
 *
 * @param done whether it was
 * @param before where what was there is kept; empty if nothing was
 * @param operators who may consent afterwards: name and key
 * @param secrets what becomes of sealed values
 * @param unchecked what nothing here could tell
 */
public record Restored(
        boolean done,
        String data,
        String digest,
        String made,
        String installation,
        long rows,
        String before,
        List<String> operators,
        int revocations,
        String secrets,
        List<String> unchecked) {}
