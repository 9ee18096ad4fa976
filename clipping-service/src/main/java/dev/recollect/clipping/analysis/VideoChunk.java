package dev.recollect.clipping.analysis;

import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.video.VideoInfo;

/**
 * A part of a source video that is to be analysed under a model.
 *
 * @param modelNo of the face model
 */
public record VideoChunk(SourceVideo video, VideoInfo info, int modelNo, Chunk chunk) {}
