using System.Runtime.CompilerServices;
using System.ComponentModel;

namespace CompiledNet.Numerics;

/// <summary>
/// The scratch buffers of one network. Each call of <c>PredictBatch</c> or <c>Backpropagate</c> takes one and gives it back, so that any
/// number of threads can call at once and nothing is allocated once as many buffers exist as there are calls at the same time.
/// For generated code.
/// </summary>
/// <param name="length">The length of each buffer in floats.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WorkspacePool(int length)
{
    private readonly AlignedBuffer?[] _free = new AlignedBuffer?[Math.Max(4, 2 * Environment.ProcessorCount)];

    /// <summary>Takes a buffer out of the pool, or makes one. Its content is undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public AlignedBuffer Rent()
    {
        foreach (ref AlignedBuffer? slot in _free.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } buffer)
            {
                return buffer;
            }
        }

        return new AlignedBuffer(length);
    }

    /// <summary>
    /// Takes a buffer of at least a length out of the pool, or makes one, in the place of one that is too short: otherwise those could fill the pool
    /// for ever, and every larger one would be made anew. Its content is undefined.
    /// </summary>
    /// <param name="least">The length in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public AlignedBuffer Rent(int least)
    {
        AlignedBuffer? tooShort = null;
        foreach (ref AlignedBuffer? slot in _free.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } buffer)
            {
                if (buffer.Length >= least)
                {
                    if (tooShort is not null)
                    {
                        Return(tooShort);
                    }

                    return buffer;
                }

                if (tooShort is null)
                {
                    tooShort = buffer;
                }
                else
                {
                    Return(buffer);
                }
            }
        }

        return new AlignedBuffer(Math.Max(least, length));
    }

    /// <summary>Gives a buffer back. A buffer that is never given back is simply collected.</summary>
    /// <param name="buffer">A buffer from <see cref="Rent()"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Return(AlignedBuffer buffer)
    {
        foreach (ref AlignedBuffer? slot in _free.AsSpan())
        {
            if (slot is null && Interlocked.CompareExchange(ref slot, buffer, null) is null)
            {
                return;
            }
        }
    }
}
