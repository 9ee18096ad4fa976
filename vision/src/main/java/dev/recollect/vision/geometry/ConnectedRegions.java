package dev.recollect.vision.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the 8-connected regions of a map that lie above a threshold, as convex hulls of their
 * pixels.
 *
 * <p>Works on runs (stretches of one row) joined by union-find, so the cost follows the number of
 * runs and not the area. Not safe for several threads at once; make one per call.
 */
public final class ConnectedRegions {
  private int[] rows = new int[1024];
  private int[] starts = new int[1024];
  private int[] ends = new int[1024];
  private int[] parents = new int[1024];
  private int runs;

  private ConnectedRegions() {}

  /**
   * @param map values row by row
   * @return one hull per region, x0,y0,x1,y1,... of pixel centres; in order of the regions' topmost
   *     pixels
   */
  public static List<double[]> hulls(float[] map, int width, int height, float threshold) {
    ConnectedRegions regions = new ConnectedRegions();
    regions.scan(map, width, height, threshold);
    return regions.collect();
  }

  private void scan(float[] map, int width, int height, float threshold) {
    int previous = 0;
    int previousEnd = 0;
    for (int y = 0; y < height; y++) {
      int current = runs;
      int row = y * width;
      for (int x = 0; x < width; x++) {
        if (map[row + x] > threshold) {
          int start = x;
          while (x < width && map[row + x] > threshold) {
            x++;
          }
          add(y, start, x - 1);
        }
      }
      // Two sorted lists of runs: move along both and join what touches, corners included.
      int above = previous;
      for (int run = current; run < runs; run++) {
        while (above < previousEnd && ends[above] < starts[run] - 1) {
          above++;
        }
        for (int touching = above;
            touching < previousEnd && starts[touching] <= ends[run] + 1;
            touching++) {
          join(touching, run);
        }
      }
      previous = current;
      previousEnd = runs;
    }
  }

  private void add(int y, int start, int end) {
    if (runs == rows.length) {
      int larger = runs * 2;
      rows = Arrays.copyOf(rows, larger);
      starts = Arrays.copyOf(starts, larger);
      ends = Arrays.copyOf(ends, larger);
      parents = Arrays.copyOf(parents, larger);
    }
    rows[runs] = y;
    starts[runs] = start;
    ends[runs] = end;
    parents[runs] = runs;
    runs++;
  }

  private int root(int run) {
    int at = run;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  private void join(int a, int b) {
    int first = root(a);
    int second = root(b);
    // The earlier run is the root, so that roots come in the order of their topmost pixels.
    parents[Math.max(first, second)] = Math.min(first, second);
  }

  private List<double[]> collect() {
    int[] counts = new int[runs];
    for (int run = 0; run < runs; run++) {
      counts[root(run)]++;
    }
    int[][] points = new int[runs][];
    List<double[]> hulls = new ArrayList<>();
    int[] filled = new int[runs];
    for (int run = 0; run < runs; run++) {
      int root = root(run);
      if (points[root] == null) {
        points[root] = new int[counts[root] * 4];
      }
      int at = filled[root];
      points[root][at] = starts[run];
      points[root][at + 1] = rows[run];
      points[root][at + 2] = ends[run];
      points[root][at + 3] = rows[run];
      filled[root] = at + 4;
    }
    for (int run = 0; run < runs; run++) {
      if (points[run] != null) {
        hulls.add(ConvexHull.of(points[run]));
      }
    }
    return hulls;
  }
}
