# SPDX-License-Identifier: MIT
# Published against measured: how many times better mmap is, a row per comparison.
#
#     gnuplot -d -c tutorial.gp tutorial.dat tutorial.svg svg      (or: tutorial.png png)
#
# Reads the blocks of its data file and nothing else; all names come from there.

data = ARG1
set datafile separator '\t'
set datafile missing 'NaN'
set encoding utf8
set colorsequence podo

# Sizes in pixels.
width = 1150
left = 312
right = 384
title_height = 19
legend_height = 26
row_height = 28
foot = 82
outside = -1000

stats data index 'counts' using 1 name 'rows' nooutput
stats data index 'counts' using 2 name 'low' nooutput
stats data index 'counts' using 3 name 'high' nooutput
stats data index 'tics' using 1 name 'tics' nooutput
rows = rows_max
low = low_max
high = high_max
tics = int(tics_records)
array tic_place[tics]
array tic_label[tics]
stats data index 'tics' using (tic_place[int($0) + 1] = $1, tic_label[int($0) + 1] = strcol(2), \
    $1) nooutput

titles = 3
head = 14 + title_height * titles + legend_height + 8
height = int(ceil(head + rows * row_height)) + foot

# C, Python and the source's own program, safe for colour-blind eyes, and told apart by their
# symbols as well.
colour(language) = language == 0 ? 0x0072b2 : language == 1 ? 0xd55e00 : 0x007a5a
symbol(language) = language == 0 ? 7 : language == 1 ? 5 : 9
verdict_offset(language) = language == 0 ? 14.9 : language == 1 ? 28.4 : 1.4
shift(language) = language == 0 ? 0 : language == 1 ? 0.24 : -0.24

if (ARG3 eq 'png') {
    set terminal pngcairo size 2 * width, 2 * height font 'sans-serif,13' fontscale 1.5 \
        linewidth 2 pointscale 3 background '#ffffff' noenhanced
} else {
    set terminal svg size width, height font 'sans-serif,13' background '#ffffff' noenhanced
}
set output ARG2
set multiplot

# The whole canvas: titles, legend, caption.
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset key
set xrange [0:width]
set yrange [height:0]
legend_y = 22 + title_height * titles + 6
set label 11 'published' at left + 16, legend_y left font ',14' noenhanced
set label 12 'as published here' at left + 132, legend_y left font ',14' noenhanced
set label 13 'C here' at left + 280, legend_y left font ',14' noenhanced
set label 14 'Python here' at left + 364, legend_y left font ',14' noenhanced
set label 15 'as published' at width - right + 14, legend_y left font ',14' textcolor rgb colour(2) noenhanced
set label 16 'in C' at width - right + 136, legend_y left font ',14' textcolor rgb colour(0) noenhanced
set label 17 'in Python' at width - right + 258, legend_y left font ',14' textcolor rgb colour(1) noenhanced
set object 1 rectangle from left + 2, legend_y - 9 to left + 7, legend_y + 9 \
    fillcolor rgb '#999999' fillstyle solid noborder
plot data index 'titles' using (16):($1 == 0 ? 18 : outside):2 \
        with labels left noenhanced font ',15' textcolor rgb '#000000', \
    data index 'titles' using (16):($1 > 0 ? 20 + title_height * $1 : outside):2 \
        with labels left noenhanced font ',12' textcolor rgb '#444444', \
    data index 'sources' using (16):(head + ($1 + 0.6) / (rows + 0.2) * (height - head - foot)):2 \
        with labels left noenhanced font ',14' textcolor rgb '#000000', \
    '+' using (left + 120):(legend_y) every ::0::0 with points pointtype symbol(2) pointsize 0.9 \
        linecolor rgb colour(2), \
    '+' using (left + 268):(legend_y) every ::0::0 with points pointtype symbol(0) pointsize 0.9 \
        linecolor rgb colour(0), \
    '+' using (left + 352):(legend_y) every ::0::0 with points pointtype symbol(1) pointsize 0.9 \
        linecolor rgb colour(1), \
    data index 'counts' using (16):(height - 14):('each dot is a median ratio, its line where it \
lies with 95 % confidence; right of 1: the mmap side is faster, or takes less memory') \
        with labels left noenhanced font ',12' textcolor rgb '#000000'
unset label
unset object

# The rows.
set border 1 linecolor rgb '#888888'
set logscale x
set xrange [low:high]
set yrange [rows - 0.4:-0.6]
set lmargin at screen real(left) / width
set rmargin at screen real(width - right) / width
set tmargin at screen 1 - real(head) / height
set bmargin at screen real(foot) / height
set xtics () scale 0.5 nomirror textcolor rgb '#444444'
do for [t = 1:tics] {
    set xtics add (tic_label[t] tic_place[t])
}
set grid xtics linetype 1 linecolor rgb '#e4e4e4' back
set arrow 1 from 1, graph 0 to 1, graph 1 nohead linewidth 1.5 linecolor rgb '#888888' back
set xlabel '<- mmap is worse          times better with mmap, log scale          mmap is better ->' offset 0, 0.2 font ',12' textcolor rgb '#444444'
plot data index 'rows' using (low):1:(high - low):(0) \
        with vectors nohead linetype 1 linecolor rgb '#eeeeee', \
    data index 'published' using 2:1:3:4:($1 - 0.36):($1 + 0.36) \
        with boxxyerror linecolor rgb '#999999' linewidth 3 fillstyle solid 1, \
    data index 'found' using 3:($2 + shift($1)):4:5:(colour($1)) \
        with xerrorbars pointtype 0 linewidth 1.5 linecolor rgb variable, \
    data index 'found' using 3:($2 + shift($1)):(0.8):(symbol($1)):(colour($1)) \
        with points pointsize variable pointtype variable linecolor rgb variable, \
    data index 'tables' using (low):1:2 \
        with labels right offset -0.8, 0 noenhanced font ',14' textcolor rgb '#000000', \
    data index 'rows' using (low):1:2 \
        with labels right offset -0.8, 0 noenhanced font ',13' textcolor rgb '#333333', \
    for [l = 0:2] data index 'verdicts' using (high):($1 == l ? $2 : outside):(strcol(3)) \
        with labels left offset verdict_offset(l), 0 noenhanced font ',13' textcolor rgb colour(l)
unset multiplot
unset output
