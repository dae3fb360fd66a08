"""What a proved plan would cost to change: exact distances in its residual network (02 section 5).

Everything here is measured in *slack*: costs under the prices that prove the plan, vectors of
levels that are never below 0 (02 section 4). A way of slack 0 is a tie.
"""
