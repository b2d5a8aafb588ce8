using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

/// <summary>Buffers are made once and then used again, also where calls need ever longer ones.</summary>
[Trait("Category", "Numerics")]
public class WorkspacePoolTests
{
    [Fact]
    public void However_many_shorter_buffers_there_were_a_longer_one_is_kept()
    {
        WorkspacePool pool = new(16);
        const int Longest = 50;
        for (int n = 1; n <= Longest; n++)
        {
            pool.Return(pool.Rent(n * 100));
        }

        AlignedBuffer buffer = pool.Rent(Longest * 100);
        pool.Return(buffer);
        Assert.Same(buffer, pool.Rent(Longest * 100));
    }

    [Fact]
    public void A_longer_one_is_kept_where_many_calls_at_once_have_filled_the_pool()
    {
        WorkspacePool pool = new(16);
        AlignedBuffer[] shorter = [.. Enumerable.Range(0, 100).Select(_ => pool.Rent(16))];
        Array.ForEach(shorter, pool.Return);
        AlignedBuffer longer = pool.Rent(1000);
        pool.Return(longer);
        Assert.Same(longer, pool.Rent(1000));
    }

    [Fact]
    public void A_shorter_one_passed_over_on_the_way_to_a_longer_one_is_not_lost()
    {
        WorkspacePool pool = new(16);
        AlignedBuffer shorter = pool.Rent(16);
        AlignedBuffer longer = pool.Rent(1000);
        pool.Return(shorter);
        pool.Return(longer);
        Assert.Same(longer, pool.Rent(1000));
        Assert.Same(shorter, pool.Rent(16));
    }
}
