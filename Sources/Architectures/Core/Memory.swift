extension Network {
  /// Peak number of activation elements in memory if every layer writes a tensor of its own.
  ///
  /// A tensor is kept from the layer that writes it to the last layer that reads it; the image
  /// counts too. An engine that fuses layers needs less.
  package func peakActivations(height: Int, width: Int) -> Int {
    let shapes = shapes(height: height, width: width)
    var lastReader = Array(layers.indices)
    var imageReader = 0
    for layer in layers {
      for input in layer.inputs {
        if input == Layer.image {
          imageReader = layer.index
        } else {
          lastReader[input] = layer.index
        }
      }
    }
    var freed: [Int] = Array(repeating: 0, count: layers.count)
    for layer in layers { freed[lastReader[layer.index]] += shapes[layer.index].count }
    freed[imageReader] += inputChannels * height * width
    var live = inputChannels * height * width
    var peak = live
    for layer in layers {
      live += shapes[layer.index].count
      peak = max(peak, live)
      live -= freed[layer.index]
    }
    return peak
  }

  /// Size of all parameters in float32, running statistics included, in bytes.
  package var weightBytes: Int { 4 * parameters.reduce(0) { $0 + $1.count } }
}
