import Architectures
import RealModule

extension LayerSource {
  /// How the layer's value at a channel, row and column is computed.
  package func trace(channel: Int, row: Int, column: Int) -> ValueTrace {
    switch operation {
    case .convolution(let convolution):
      return trace(convolution, channel, row, column)
    case .fullyConnected(let connected):
      var trace = ValueTrace(
        terms: (0..<connected.inputs).map {
          term($0, 0, 0, weight: weight(channel * connected.inputs + $0))
        })
      trace.append(.sum, trace.terms.reduce(0) { $0 + $1.product })
      normalize(&trace, channel)
      return trace
    case .normalization(_, _, let activation):
      var trace = copy(channel, row, column)
      normalize(&trace, channel)
      trace.activate(activation)
      return trace
    case .activation(let activation):
      var trace = copy(channel, row, column)
      trace.activate(activation)
      return trace
    case .maxPool(let pooling), .averagePool(let pooling):
      return trace(pooling, channel, row, column)
    case .globalAveragePool:
      var trace = ValueTrace(terms: plane(channel))
      trace.append(.mean(of: trace.terms.count), mean(trace.terms))
      return trace
    case .globalPool(let pooling): return trace(pooling, channel)
    case .vector(let function, _): return trace(function, channel)
    case .scale:
      var trace = ValueTrace(terms: [
        term(channel, row, column), term(channel, 0, 0, input: 1),
      ])
      trace.append(.product, trace.terms.reduce(1) { $0 * ($1.value ?? 0) })
      return trace
    case .add(let activation):
      var trace = ValueTrace(
        terms: inputs.indices.map { term(channel, row, column, input: $0) })
      trace.append(.sum, trace.terms.reduce(0) { $0 + $1.product })
      trace.activate(activation)
      return trace
    case .concatenate:
      var (input, channel) = (0, channel)
      while input < inputs.count - 1, channel >= shape(input).channels {
        channel -= shape(input).channels
        input += 1
      }
      return copy(channel, row, column, input: input)
    case .slice(let range): return copy(range.lowerBound + channel, row, column)
    case .channelShuffle(let groups):
      let size = shape(0).channels / groups
      return copy(channel % groups * size + channel / groups, row, column)
    case .crop(let top, let left, _, _): return copy(channel, row + top, column + left)
    }
  }

  private func copy(_ channel: Int, _ row: Int, _ column: Int, input: Int = 0) -> ValueTrace {
    var trace = ValueTrace(terms: [term(channel, row, column, input: input)])
    trace.append(.copy, trace.terms[0].value ?? 0)
    return trace
  }

  private func weight(_ index: Int) -> Double {
    Double(filters?.weight.storage.buffer[index] ?? 0)
  }

  /// Adds the batch norm, or the bias, of an output channel.
  private func normalize(_ trace: inout ValueTrace, _ channel: Int) {
    guard let filters else { return }
    let shift = Double(filters.shift[channel])
    if let scale = filters.scale.map({ Double($0[channel]) }) {
      trace.append(.normalization(scale: scale, shift: shift), trace.result * scale + shift)
    } else if shift != 0 {
      trace.append(.bias(shift), trace.result + shift)
    }
  }

  private func trace(
    _ convolution: Convolution, _ channel: Int, _ row: Int, _ column: Int
  ) -> ValueTrace {
    let (kernel, input) = (convolution.kernel, shape(0))
    let perGroup = convolution.inputChannels / convolution.groups
    let group = channel / (convolution.outputChannels / convolution.groups)
    let top =
      row * convolution.stride.height
      - convolution.paddingAmounts(input.height, isVertical: true).before
    let left =
      column * convolution.stride.width
      - convolution.paddingAmounts(input.width, isVertical: false).before
    var trace = ValueTrace(terms: [])
    trace.terms.reserveCapacity(perGroup * kernel.area)
    for part in 0..<perGroup {
      for y in 0..<kernel.height {
        for x in 0..<kernel.width {
          let index = ((channel * perGroup + part) * kernel.height + y) * kernel.width + x
          trace.terms.append(
            term(group * perGroup + part, top + y, left + x, weight: weight(index)))
        }
      }
    }
    trace.append(.sum, trace.terms.reduce(0) { $0 + $1.product })
    normalize(&trace, channel)
    trace.activate(convolution.activation)
    return trace
  }

  private func trace(_ pooling: Pooling, _ channel: Int, _ row: Int, _ column: Int) -> ValueTrace {
    let input = shape(0)
    let rows = pooling.paddingAmounts(input.height, isVertical: true)
    let columns = pooling.paddingAmounts(input.width, isVertical: false)
    let top = row * pooling.stride.height - rows.before
    let left = column * pooling.stride.width - columns.before
    var trace = ValueTrace(terms: [])
    for y in top..<top + pooling.kernel.height {
      for x in left..<left + pooling.kernel.width { trace.terms.append(term(channel, y, x)) }
    }
    if case .maxPool = operation {
      trace.append(.maximum, trace.terms.compactMap(\.value).max() ?? 0)
      return trace
    }
    // A window that was rounded up may reach beyond the padding; those places never count.
    let counted = trace.terms.filter { term in
      term.value != nil
        || pooling.countsPadding && term.row < input.height + rows.after
          && term.column < input.width + columns.after
    }
    trace.append(.mean(of: counted.count), mean(counted))
    return trace
  }

  private func mean(_ terms: [ValueTrace.Term]) -> Double {
    terms.reduce(0) { $0 + ($1.value ?? 0) } / Double(max(1, terms.count))
  }

  private func trace(_ pooling: GlobalPooling, _ channel: Int) -> ValueTrace {
    let channels = shape(0).channels
    var trace = ValueTrace(terms: plane(channel % channels))
    let values = trace.terms.compactMap(\.value)
    let (mean, maximum) = (mean(trace.terms), values.max() ?? 0)
    switch pooling {
    case .average: trace.append(.mean(of: values.count), mean)
    case .maximum: trace.append(.maximum, maximum)
    case .averageThenMaximum where channel >= channels: trace.append(.maximum, maximum)
    case .averageThenMaximum: trace.append(.mean(of: values.count), mean)
    case .averageMaximum:
      trace.append(.mean(of: values.count), mean)
      trace.append(.function("½ (mean + maximum)"), (mean + maximum) / 2)
    case .generalizedMean(let power, let epsilon):
      let powers = values.reduce(0) { $0 + Double.pow(max($1, epsilon), power) }
      trace.append(.mean(of: values.count), mean)
      trace.append(
        .function(pooling.title), Double.pow(powers / Double(values.count), 1 / power))
    }
    return trace
  }

  private func trace(_ function: VectorFunction, _ channel: Int) -> ValueTrace {
    let all = (0..<shape(0).channels).map { term($0, 0, 0) }
    let values = all.map { $0.value ?? 0 }
    var trace = copy(channel, 0, 0)
    let x = trace.result
    switch function {
    case .activation(let activation):
      trace.append(.function(function.title), activation.value(x))
    case .unitLength(let epsilon):
      let length = max(values.reduce(0) { $0 + $1 * $1 }.squareRoot(), epsilon)
      trace.append(.function(function.title), x / length)
    case .scale(let factor):
      trace.append(.function(function.title), x * factor)
    case .layerNormalization(let normalization):
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      trace.append(
        .function(function.title), (x - mean) / (variance + normalization.epsilon).squareRoot())
      normalize(&trace, channel)
    }
    return trace
  }
}

extension HeadActivation {
  /// The function's value in double precision.
  package func value(_ x: Double) -> Double {
    switch self {
    case .relu: max(0, x)
    case .relu6: min(max(0, x), 6)
    case .silu: x / (1 + Double.exp(-x))
    case .sigmoid: 1 / (1 + Double.exp(-x))
    case .gelu: 0.5 * x * (1 + Double.erf(x / 2.0.squareRoot()))
    case .geluTanh:
      0.5 * x * (1 + Double.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .hardswish: x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6
    case .tanh: Double.tanh(x)
    }
  }
}
