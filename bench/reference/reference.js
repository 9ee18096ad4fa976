// Finds and embeds the faces of a folder of photos once more, as plainly as can be, and compares with what the Java
// side wrote beside them: node reference.js MODELS FOLDER. Slow on purpose: no tricks, nothing shared with the product.
'use strict';
const fs = require('fs');
const path = require('path');
const ort = require('onnxruntime-node');

const [models, folder] = process.argv.slice(2);
const LIMIT = 1e-3;

function readPpm(file) {
  const bytes = fs.readFileSync(file);
  const end = bytes.indexOf(10);
  const [, w, h] = bytes.subarray(0, end).toString().split(' ');
  return { w: +w, h: +h, at: (x, y, c) => bytes[end + 1 + (y * w + x) * 3 + c] };
}

// One axis of a resize: for each target position the source positions and weights.
function axis(from, length, targets) {
  const step = length / targets;
  const result = [];
  for (let i = 0; i < targets; i++) {
    const taps = [];
    if (step > 1) {
      const a = from + i * step;
      const b = a + step;
      for (let j = Math.floor(a); j < b; j++) taps.push([j, (Math.min(b, j + 1) - Math.max(a, j)) / step]);
    } else {
      const c = from + (i + 0.5) * step - 0.5;
      taps.push([Math.floor(c), 1 - (c - Math.floor(c))], [Math.floor(c) + 1, c - Math.floor(c)]);
    }
    result.push(taps);
  }
  return result;
}

// A window of an image at another size; beyond the edge comes `outside`, or the edge again if that is null.
function resize(image, x0, y0, w, h, width, height, outside) {
  const xs = axis(x0, w, width);
  const ys = axis(y0, h, height);
  const data = new Float64Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const [sy, wy] of ys[y]) {
        for (const [sx, wx] of xs[x]) {
          const inside = sx >= 0 && sy >= 0 && sx < image.w && sy < image.h;
          const cx = Math.min(Math.max(sx, 0), image.w - 1);
          const cy = Math.min(Math.max(sy, 0), image.h - 1);
          for (let c = 0; c < 3; c++) {
            const value = inside || outside === null ? image.at(cx, cy, c) : outside;
            data[(c * height + y) * width + x] += wx * wy * value;
          }
        }
      }
    }
  }
  return { w: width, h: height, at: (x, y, c) => data[(c * height + y) * width + x] };
}

async function boxesOf(session, image, left, top, least) {
  const input = new Float32Array(3 * 240 * 320);
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < 240; y++)
      for (let x = 0; x < 320; x++) {
        const inside = left + x < image.w && top + y < image.h;
        input[(c * 240 + y) * 320 + x] = ((inside ? image.at(left + x, top + y, c) : 127) - 127) / 128;
      }
  const out = await session.run({ input: new ort.Tensor('float32', input, [1, 3, 240, 320]) });
  const found = [];
  for (let i = 0; i < 4420; i++) {
    const score = out.scores.data[2 * i + 1];
    if (score > least) {
      const b = out.boxes.data.subarray(4 * i, 4 * i + 4);
      found.push({ x: b[0] * 320, y: b[1] * 240, w: (b[2] - b[0]) * 320, h: (b[3] - b[1]) * 240, score });
    }
  }
  return found;
}

function iou(a, b) {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w <= 0 || h <= 0 ? 0 : (w * h) / (a.w * a.h + b.w * b.h - w * h);
}

function distinct(boxes) {
  const kept = [];
  for (const box of [...boxes].sort((a, b) => b.score - a.score))
    if (kept.every((k) => iou(k, box) <= 0.4)) kept.push(box);
  return kept;
}

async function detect(session, photo) {
  const long = Math.max(photo.w, photo.h);
  const fit = Math.min(320 / photo.w, 240 / photo.h);
  const sizes = [[fit, Infinity], [320 / long, Infinity], [800 / long, 64], [1600 / long, 64]]
    .map(([s, tallest]) => [Math.round(photo.w * s), Math.round(photo.h * s), tallest]);
  const found = [];
  for (const [w, h, tallest] of sizes.filter((s, i) => i === 0 || s[0] !== sizes[0][0] || s[1] !== sizes[0][1])) {
    const level = resize(photo, 0, 0, photo.w, photo.h, w, h, null);
    for (let top = 0; top === 0 || top - 160 + 240 < h; top += 160)
      for (let left = 0; left === 0 || left - 240 + 320 < w; left += 240)
        for (const b of await boxesOf(session, level, left, top, 0.6)) {
          const cut = (left > 0 && b.x < 2) || (top > 0 && b.y < 2)
            || (left + 320 < w && b.x + b.w > 318) || (top + 240 < h && b.y + b.h > 238);
          if (!cut && b.h <= tallest) {
            const sx = photo.w / w;
            const sy = photo.h / h;
            found.push({ x: (b.x + left) * sx, y: (b.y + top) * sy, w: b.w * sx, h: b.h * sy, score: b.score });
          }
        }
  }
  const sure = [];
  for (const box of distinct(found)) {
    const s = box.h / 72;
    const x0 = box.x + box.w / 2 - 160 * s;
    const y0 = box.y + box.h / 2 - 120 * s;
    const crop = resize(photo, x0, y0, 320 * s, 240 * s, 320, 240, 127);
    const again = (await boxesOf(session, crop, 0, 0, 0.7))
      .map((b) => ({ x: b.x * s + x0, y: b.y * s + y0, w: b.w * s, h: b.h * s, score: b.score }))
      .filter((b) => iou(b, box) > 0.35)
      .sort((a, b) => b.score - a.score);
    if (again.length && again[0].h >= 20) sure.push(again[0]);
  }
  return distinct(sure);
}

async function landmarks(session, photo, face) {
  const x0 = face.x + face.w / 2 - face.h / 2;
  const y0 = face.y;
  const crop = resize(photo, x0, y0, face.h, face.h, 64, 64, null);
  const input = new Float32Array(64 * 64);
  for (let y = 0; y < 64; y++)
    for (let x = 0; x < 64; x++)
      input[y * 64 + x] = (0.299 * crop.at(x, y, 0) + 0.587 * crop.at(x, y, 1) + 0.114 * crop.at(x, y, 2)) / 256;
  const out = await session.run({ input: new ort.Tensor('float32', input, [1, 1, 64, 64]) });
  return Array.from({ length: 68 }, (_, i) =>
    [out.output.data[2 * i] * face.h + x0, out.output.data[2 * i + 1] * face.h + y0]);
}

const TEMPLATE = [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]];
const mean = (points) => [0, 1].map((k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);

async function embed(session, photo, points) {
  const five = [mean(points.slice(36, 42)), mean(points.slice(42, 48)), points[30], points[48], points[54]];
  const from = mean(five);
  const to = mean(TEMPLATE);
  let s = 0, c = 0, d = 0;
  five.forEach((p, i) => {
    const [ax, ay] = [p[0] - from[0], p[1] - from[1]];
    const [bx, by] = [TEMPLATE[i][0] - to[0], TEMPLATE[i][1] - to[1]];
    s += ax * ax + ay * ay;
    c += ax * bx + ay * by;
    d += ax * by - ay * bx;
  });
  c /= s;
  d /= s;
  const scale = Math.hypot(c, d);
  const back = (x, y) => {
    const [dx, dy] = [x - to[0], y - to[1]];
    return [(c * dx + d * dy) / scale / scale + from[0], (-d * dx + c * dy) / scale / scale + from[1]];
  };
  // Much finer than the target: the whole photo is shrunk first.
  let image = photo;
  if (scale < 0.5)
    image = resize(photo, 0, 0, photo.w, photo.h, Math.round(photo.w * scale * 1.5), Math.round(photo.h * scale * 1.5), null);
  const value = (x, y, k) => (x < 0 || y < 0 || x >= image.w || y >= image.h ? 0 : image.at(x, y, k));
  const input = new Float32Array(3 * 112 * 112);
  for (let y = 0; y < 112; y++)
    for (let x = 0; x < 112; x++) {
      let [px, py] = back(x, y);
      px = ((px + 0.5) * image.w) / photo.w - 0.5;
      py = ((py + 0.5) * image.h) / photo.h - 0.5;
      const [ix, iy] = [Math.floor(px), Math.floor(py)];
      const [fx, fy] = [px - ix, py - iy];
      for (let plane = 0; plane < 3; plane++) {
        const k = 2 - plane; // blue, green, red
        const v = (1 - fy) * ((1 - fx) * value(ix, iy, k) + fx * value(ix + 1, iy, k))
          + fy * ((1 - fx) * value(ix, iy + 1, k) + fx * value(ix + 1, iy + 1, k));
        input[(plane * 112 + y) * 112 + x] = (v - 127) / 128;
      }
    }
  const out = await session.run({ input: new ort.Tensor('float32', input, [1, 3, 112, 112]) });
  const length = Math.hypot(...out.output.data);
  return Array.from(out.output.data, (v) => v / length);
}

(async () => {
  const options = { intraOpNumThreads: 1, logSeverityLevel: 3 };
  const open = (name) => ort.InferenceSession.create(path.join(models, name), options);
  const [detector, marks, feature] = [await open('fr_detect.onnx'), await open('fr_landmark.onnx'), await open('fr_feature.onnx')];
  const rows = fs.readFileSync(path.join(folder, 'faces.tsv'), 'utf8').trim().split('\n').map((l) => l.split('\t'));
  let faces = 0, unmatched = 0, worst = 0, sum = 0;
  const photos = fs.readdirSync(folder).filter((f) => f.endsWith('.ppm'));
  for (const name of photos) {
    const photo = readPpm(path.join(folder, name));
    const mine = await detect(detector, photo);
    const theirs = rows.filter((r) => r[0] === name);
    unmatched += Math.abs(mine.length - theirs.length);
    for (const r of theirs) {
      const box = { x: +r[1], y: +r[2], w: +r[3], h: +r[4] };
      const same = mine.find((f) => iou(f, box) > 0.9);
      if (!same) {
        unmatched++;
        continue;
      }
      const vector = await embed(feature, photo, await landmarks(marks, photo, same));
      const distance = 1 - JSON.parse(r[5]).reduce((t, v, i) => t + v * vector[i], 0);
      faces++;
      sum += distance;
      worst = Math.max(worst, distance);
    }
  }
  const met = worst <= LIMIT && unmatched === 0 && faces > 0;
  const row = (what, value, target = '') => console.log(what.padEnd(58) + ' ' + value.padStart(12) + ' ' + target.padStart(12));
  row(`Java beside the reference run, ${photos.length} photos`, 'measured', 'target');
  row('faces compared, faces only one of them found', `${faces}, ${unmatched}`, '0 alone');
  row('cosine distance of embeddings, mean', (sum / faces).toExponential(1));
  row('cosine distance of embeddings, worst', worst.toExponential(1), `<= ${LIMIT}` + (met ? '' : '   MISSED'));
  process.exit(met ? 0 : 1);
})();
