using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Onnx;

/// <summary>A constant as it meets the data: one number, or a tensor and the view it lies beside.</summary>
internal sealed class BroadcastConstant
{
    private readonly Tensor? _tensor;
    private readonly View? _view;
    private readonly Func<double, double> _change;

    public BroadcastConstant(double number)
    {
        Number = number;
        _change = value => value;
    }

    /// <summary>A tensor that is broadcast over a view.</summary>
    /// <param name="change">What is done with each of its numbers: a divisor becomes a factor.</param>
    public BroadcastConstant(Tensor tensor, View view, Func<double, double> change)
    {
        _change = change;
        if (tensor.Count == 1)
        {
            Number = change(tensor.Numbers![0]);
            return;
        }

        _tensor = tensor;
        _view = view;
    }

    /// <summary>The number where it is the same for all elements; else null.</summary>
    public double? Number { get; }

    /// <summary>How many numbers the view has.</summary>
    public int Elements => _view?.Length ?? 1;

    /// <summary>
    /// The numbers in this library's order: one, or one a channel, or one an element, so that element <c>n</c>'s is at <c>n % length</c>.
    /// </summary>
    /// <param name="steps">How far apart neighbours along an axis are in this library's order.</param>
    /// <param name="channels">The innermost extent.</param>
    public double[] Numbers(IReadOnlyDictionary<int, int> steps, int channels)
    {
        if (Number is { } number)
        {
            return [number];
        }

        int[] places = _view!.Places(steps);
        double[] all = new double[places.Length];
        int[] extents = [.. Enumerable.Range(0, _view.Rank).Select(_view.Extent)];
        int[] index = new int[_view.Rank];
        int[] strides = Strides();
        int at = 0;
        for (int n = 0; n < places.Length; n++)
        {
            all[places[n]] = _change(_tensor!.Numbers![at]);
            for (int d = _view.Rank - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < extents[d])
                {
                    break;
                }

                at -= strides[d] * index[d];
                index[d] = 0;
            }
        }

        for (int n = channels; n < all.Length; n++)
        {
            if (!all[n].Equals(all[n - channels]))
            {
                return all;
            }
        }

        return [.. all.Take(channels)];
    }

    // How far the tensor's next number is along each of the view's dimensions; 0 where it is broadcast.
    private int[] Strides()
    {
        int[] strides = new int[_view!.Rank];
        int stride = 1;
        for (int n = 1; n <= Math.Min(_view.Rank, _tensor!.Dimensions.Length); n++)
        {
            int extent = _tensor.Dimensions[_tensor.Dimensions.Length - n];
            strides[_view.Rank - n] = extent == 1 ? 0 : stride;
            stride *= extent;
        }

        return strides;
    }
}
