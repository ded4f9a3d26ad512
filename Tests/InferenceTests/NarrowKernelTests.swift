import CKernels
import Testing

/// Every narrow kernel against the scalar kernel, at sizes around vector, tile and word widths.
@Suite struct NarrowKernelTests {
  struct Table: CustomTestStringConvertible, Sendable {
    let set: ck_isa
    let type: ck_narrow_type
    var testDescription: String { String(cString: ck_narrow_table(set, type).pointee.name) }

    /// The tables that this machine supports, without the scalar reference.
    static let all: [Table] = [ck_bf16, ck_int8].flatMap { type in
      [ck_isa_portable, ck_isa_avx2, ck_isa_avx512].compactMap {
        ck_narrow_supports($0, type) ? Table(set: $0, type: type) : nil
      }
    }
  }

  static let channels: [Int32] = [1, 2, 3, 4, 7, 15, 16, 17, 31, 33, 48, 65, 130]
  static let outputs: [Int32] = [1, 15, 16, 17, 31, 33, 47, 49, 80, 97]
  private let quantization = ck_quantization(scale: 4.0 / 255, zero: 100)

  private func numbers(_ count: Int, seed: UInt32) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / Float(1 << 23) - 1
    }
  }

  private struct Packed {
    var weights: [UInt32]
    var scales: [Float]
    var bias: [Float]
  }

  private func pack(
    _ table: UnsafePointer<ck_narrow_kernels>, outputs: Int32, inputs: Int32
  ) -> Packed {
    let weights = numbers(Int(outputs * inputs), seed: 3)
    let bias = numbers(Int(outputs), seed: 4)
    var packed = Packed(
      weights: Array(repeating: 0, count: ck_packed_narrow_bytes(table, outputs, inputs) / 4),
      scales: Array(repeating: 0, count: Int(outputs)),
      bias: Array(repeating: 0, count: Int(outputs)))
    ck_pack_narrow(
      table, &packed.weights, &packed.scales, &packed.bias, weights, nil, bias, nil, outputs,
      inputs, quantization)
    return packed
  }

  @Test(arguments: Table.all)
  func narrowingMatchesTheScalarKernel(_ table: Table) throws {
    let kernels = try #require(ck_narrow_table(table.set, table.type))
    let oracle = try #require(ck_narrow_table(ck_isa_scalar, table.type))
    for channels in Self.channels {
      let positions = 5
      let input = numbers(positions * Int(channels), seed: 1).map { $0 * 3 }
      let gate = numbers(Int(channels), seed: 2)
      for gated in [false, true] {
        let row = ck_narrow_row(table.type, channels)
        var found = [UInt8](repeating: 0xAA, count: positions * row + 1)
        var expected = [UInt8](repeating: 0xAA, count: positions * row + 1)
        input.withUnsafeBufferPointer { input in
          gate.withUnsafeBufferPointer { gate in
            var arguments = ck_narrow_args(
              positions: Int32(positions), channels: channels, quantization: quantization,
              input: input.baseAddress, gate: gated ? gate.baseAddress : nil, output: nil)
            found.withUnsafeMutableBytes { bytes in
              arguments.output = bytes.baseAddress
              for part in 0..<2 { kernels.pointee.narrow(&arguments, Int32(part), 2) }
            }
            expected.withUnsafeMutableBytes { bytes in
              arguments.output = bytes.baseAddress
              oracle.pointee.narrow(&arguments, 0, 1)
            }
          }
        }
        #expect(found == expected, "\(channels) channels, gated: \(gated)")
      }
    }
  }

  @Test(arguments: Table.all)
  func convolutionsMatchTheScalarKernel(_ table: Table) throws {
    for inputs in Self.channels {
      for outputs in Self.outputs {
        for (positions, activation) in [(1, ck_identity), (13, ck_relu6), (49, ck_silu)] {
          let label = "\(inputs) → \(outputs), \(positions) positions"
          let found = try convolution(
            table.set, table.type, inputs, outputs, positions, activation, 3)
          let expected = try convolution(
            ck_isa_scalar, table.type, inputs, outputs, positions, activation, 1)
          #expect(relativeDifference(found, expected) < 1e-3, "\(label)")
          // The result is identical for every split of the work.
          let alone = try convolution(
            table.set, table.type, inputs, outputs, positions, activation, 1)
          #expect(found == alone, "\(label)")
        }
      }
    }
  }

  private func convolution(
    _ set: ck_isa, _ type: ck_narrow_type, _ inputs: Int32, _ outputs: Int32, _ positions: Int,
    _ activation: ck_activation, _ parts: Int32
  ) throws -> [Float] {
    let table = try #require(ck_narrow_table(set, type))
    let packed = pack(table, outputs: outputs, inputs: inputs)
    let input = numbers(positions * Int(inputs), seed: 1).map { $0 * 2 }
    let gate = numbers(Int(inputs), seed: 2)
    let residual = numbers(positions * Int(outputs), seed: 5)
    let words = max(
      ck_narrow_convolution_scratch(table, Int32(positions), inputs),
      ck_narrow_row(type, inputs))
    var scratch = [Float](repeating: 0, count: words * Int(parts) + 16)
    var output = [Float](repeating: -7, count: positions * Int(outputs))
    withBases(input, gate, residual, packed.bias, packed.scales) { bases in
      packed.weights.withUnsafeBytes { weights in
        scratch.withUnsafeMutableBytes { scratch in
          output.withUnsafeMutableBufferPointer { output in
            var arguments = ck_narrow_convolution_args(
              in: ck_shape(height: 1, width: Int32(positions), channels: inputs),
              out: ck_shape(height: 1, width: Int32(positions), channels: outputs),
              activation: activation, quantization: quantization, input: bases[0],
              gate: bases[1], residual: bases[2], weights: weights.baseAddress, bias: bases[3],
              scales: bases[4], output: output.baseAddress, scratch: scratch.baseAddress)
            for part in 0..<parts { table.pointee.convolution(&arguments, part, parts) }
          }
        }
      }
    }
    return output
  }

  @Test(arguments: Table.all)
  func fusedExpansionsMatchTheScalarKernel(_ table: Table) throws {
    for inputs: Int32 in [3, 16, 24, 33] {
      for hidden: Int32 in [1, 16, 47, 96, 129] {
        for (size, kernel, stride): (Int32, Int32, Int32) in [
          (1, 3, 1), (7, 3, 1), (8, 5, 2), (13, 5, 1), (11, 3, 2),
        ] {
          let found = try expanded(table.set, table.type, inputs, hidden, size, kernel, stride, 2)
          let expected = try expanded(
            ck_isa_scalar, table.type, inputs, hidden, size, kernel, stride, 1)
          let label = "\(inputs) → \(hidden), \(size)², \(kernel)×\(kernel) / \(stride)"
          #expect(relativeDifference(found, expected) < 1e-3, "\(label)")
        }
      }
    }
  }

  /// Returns the outputs, then the channel sums.
  private func expanded(
    _ set: ck_isa, _ type: ck_narrow_type, _ inputs: Int32, _ hidden: Int32, _ size: Int32,
    _ kernel: Int32, _ stride: Int32, _ parts: Int32
  ) throws -> [Float] {
    let table = try #require(ck_narrow_table(set, type))
    let kernels = try #require(ck_table(set))
    let packed = pack(table, outputs: hidden, inputs: inputs)
    let positions = size * size
    let side = (size + stride - 1) / stride
    let input = numbers(Int(positions * inputs), seed: 1).map { $0 * 2 }
    var narrow = [UInt8](repeating: 0, count: Int(positions) * ck_narrow_row(type, inputs))
    let weights = numbers(Int(kernel * kernel * hidden), seed: 6)
    let bias = numbers(Int(hidden), seed: 7)
    var output = [Float](repeating: -7, count: Int(side * side * hidden))
    var sums = [Float](repeating: -7, count: Int(hidden))
    let pad = max(0, (side - 1) * stride + kernel - size) / 2
    withBases(input, packed.bias, weights, bias, packed.scales) { bases in
      narrow.withUnsafeMutableBytes { narrow in
        packed.weights.withUnsafeBytes { packedWeights in
          output.withUnsafeMutableBufferPointer { output in
            sums.withUnsafeMutableBufferPointer { sums in
              var rows = ck_narrow_args(
                positions: positions, channels: inputs, quantization: quantization,
                input: bases[0], gate: nil, output: narrow.baseAddress)
              table.pointee.narrow(&rows, 0, 1)
              let wide = ck_expand_depthwise_args(
                in: ck_shape(height: size, width: size, channels: inputs),
                hidden: ck_shape(height: size, width: size, channels: hidden),
                out: ck_shape(height: side, width: side, channels: hidden),
                window: ck_window(
                  height: kernel, width: kernel, stride_y: stride, stride_x: stride, pad_top: pad,
                  pad_left: pad), expand_activation: ck_silu, activation: ck_silu, input: nil,
                expand_weights: nil, expand_bias: bases[1], weights: bases[2], bias: bases[3],
                output: output.baseAddress, sums: sums.baseAddress, expand_slope: nil, slope: nil,
                scratch: nil)
              var arguments = ck_narrow_expand_depthwise_args(
                wide: wide, input: narrow.baseAddress, weights: packedWeights.baseAddress,
                scales: bases[4])
              var scratch: [Float] = []
              if table.pointee.lanes > 1 {
                let each = ck_expand_depthwise_scratch(kernels, &arguments.wide)
                scratch = Array(repeating: 0, count: each * Int(parts) + 16)
              }
              scratch.withUnsafeMutableBufferPointer { scratch in
                arguments.wide.scratch = scratch.baseAddress
                for part in 0..<parts { table.pointee.expand_depthwise(&arguments, part, parts) }
              }
            }
          }
        }
      }
    }
    return output + sums
  }

  @Test(
    "The bias corrects the weights' rounding at the inputs' means", arguments: [ck_bf16, ck_int8])
  func bias(_ type: ck_narrow_type) throws {
    let table = try #require(ck_narrow_table(ck_isa_scalar, type))
    let (inputs, outputs): (Int32, Int32) = (40, 7)
    let weights = numbers(Int(inputs * outputs), seed: 3)
    let means = numbers(Int(inputs), seed: 8).map { $0 + 2 }
    let bias = [Float](repeating: 0, count: Int(outputs))
    func packed(_ means: [Float]?) -> Packed {
      var packed = Packed(
        weights: Array(repeating: 0, count: ck_packed_narrow_bytes(table, outputs, inputs) / 4),
        scales: bias, bias: bias)
      ck_pack_narrow(
        table, &packed.weights, &packed.scales, &packed.bias, weights, nil, bias, means, outputs,
        inputs, ck_quantization(scale: 1, zero: 0))
      return packed
    }
    let found = packed(means)
    #expect(packed(nil).bias == bias)
    let kept = found.weights.withUnsafeBytes { bytes in
      type == ck_int8
        ? bytes.map { Double(Int8(bitPattern: $0)) }
        : bytes.bindMemory(to: UInt16.self).map { Double(Float(bitPattern: UInt32($0) << 16)) }
    }
    for output in 0..<Int(outputs) {
      let row = output * Int(inputs)..<(output + 1) * Int(inputs)
      let expected = zip(weights[row], means).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let rounded = zip(kept[row], means).reduce(0.0) {
        $0 + $1.0 * Double(found.scales[output]) * Double($1.1)
      }
      #expect(abs(rounded + Double(found.bias[output]) - expected) < 1e-4, "output \(output)")
      #expect(abs(rounded - expected) > 1e-5, "rounding changes something")
    }
  }

  private func withBases(
    _ arrays: [Float]..., body: ([UnsafePointer<Float>]) -> Void
  ) {
    func descend(_ index: Int, _ bases: [UnsafePointer<Float>]) {
      guard index < arrays.count else { return body(bases) }
      arrays[index].withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        descend(index + 1, bases + [base])
      }
    }
    descend(0, [])
  }
}
